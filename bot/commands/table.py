"""Every command: `COMMANDS` is routing, menu and help in one."""

from __future__ import annotations

from bot.commands.command import Command, Scope
from bot.commands.late import late

COMMANDS: tuple[Command, ...] = (
    Command("moinhat", ("latest", "new"), "menu.latest", late("latest")),
    Command("tim", ("search", "timkiem"), "menu.search", late("search")),
    Command("hoi", ("ask",), "menu.ask", late("ask")),
    Command("tuan", ("week",), "menu.week", late("week")),
    Command("baocao", ("report",), "menu.report", late("report")),
    Command("vanban", ("document",), "menu.document", late("document_view", "document")),
    Command("nguoi", ("person",), "menu.person", late("person_view", "person")),
    Command("donvi", ("body",), "menu.organisation", late("organisation_view", "organisation")),
    Command("ky", ("period",), "menu.period", late("period_view", "period")),
    Command("sapdien", ("coming", "sapdienra"), "menu.coming", late("coming_view", "coming")),
    Command("sosanh", ("compare",), "menu.compare", late("comparison_view", "compare")),
    Command("theodoi", ("follow",), "menu.follow", late("follow"), Scope.CHAT_ADMINS),
    Command(
        "botheodoi", ("unfollow",), "menu.unfollow", late("follow", "unfollow"), Scope.CHAT_ADMINS
    ),
    Command("dangky", ("subscribe",), "menu.subscribe", late("subscribe"), Scope.CHAT_ADMINS),
    Command("caidat", ("settings",), "menu.settings", late("settings"), Scope.CHAT_ADMINS),
    Command("guilai", ("resend",), "menu.resend", late("digest_again", "resend")),
    Command("xemtruoc", ("preview",), "menu.preview", late("digest_again", "preview")),
    Command("luutru", ("archive",), "menu.archive", late("archive")),
    Command("tamdung", ("pause",), "menu.pause", late("pause"), Scope.CHAT_ADMINS),
    Command("tieptuc", ("resume",), "menu.resume", late("resume"), Scope.CHAT_ADMINS),
    Command("huy", ("unsubscribe",), "menu.unsubscribe", late("unsubscribe"), Scope.CHAT_ADMINS),
    Command("duyet", ("review",), "menu.review", late("review"), Scope.CHAT_ADMINS),
    Command("xem", ("read",), "menu.article", late("article", "view")),
    Command("nguon", ("sources",), "menu.sources", late("sources"), files=("opml",)),
    Command("ngonngu", ("language",), "menu.language", late("language"), Scope.CHAT_ADMINS),
    Command("trogiup", ("help",), "menu.help", late("help", "help_text")),
    Command("start", (), "menu.start", late("start")),
    Command("trangthai", ("status",), "menu.status", late("status"), Scope.CURATORS),
    Command(
        "chinh", ("correct",), "menu.correct", late("fact_correction", "correct"), Scope.CURATORS
    ),
    Command("xoadulieu", ("deleteme",), "menu.forget", late("forget"), Scope.CHAT_ADMINS),
)
"""In the order of menus and help."""
