"""Telegram's edge: the only room, with `app`, that imports `telegram`.

Update → `Request` (updates), `Reply` → Bot API calls (replies), errors → reactions (failures),
`Part` → sendMessage (messenger), menus and descriptions (menus, profile), and the life of it all
(edge).
"""
