"""The outbox, the pacer and the sender: faithful delivery through a `Messenger`."""
