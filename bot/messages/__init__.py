"""What the bot says: text files, a catalogue that fills them, and rendering that fits Telegram."""
