"""Pictures for the README, made of what the bot really says."""
