# The bot and nothing else; data lives in the volume /data.
FROM python:3.12-slim AS build
RUN pip install --no-cache-dir uv
WORKDIR /app
COPY pyproject.toml uv.lock README.md LICENSE ./
COPY bot bot
COPY storage storage
RUN uv sync --frozen --no-dev --no-editable

FROM python:3.12-slim
RUN useradd --create-home diemtin && mkdir /data && chown diemtin /data
COPY --from=build /app/.venv /app/.venv
USER diemtin
ENV DATA_DIR=/data PATH=/app/.venv/bin:$PATH LOG_FORMAT=json
VOLUME /data
# Long enough to let what is in flight arrive: docker stop --time 60.
STOPSIGNAL SIGTERM
CMD ["diemtin", "run"]
