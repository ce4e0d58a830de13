"""Điểm Tin: reads Vietnamese provincial news, answers questions, delivers the weekly digest."""
