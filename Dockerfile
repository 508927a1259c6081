# One image for all processes of WhatsPR; compose.yaml has the command of each process.
FROM python:3.13-slim AS build
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/base.txt

FROM python:3.13-slim
# The vendors' certificates are checked against the system's trust store.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app whatspr
WORKDIR /app
COPY --from=build /venv /venv
COPY manage.py ./
COPY assistant assistant
COPY sessions_app sessions_app
COPY webhooks webhooks
COPY whatspr whatspr
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 ENV_FILE=/dev/null
# This key is only used to collect the static files; it signs nothing.
RUN DATABASE_URL=sqlite://:memory: SECRET_KEY=collectstatic python manage.py collectstatic --noinput --skip-checks
# By number, so that an orchestrator sees that it is not root.
USER 10001
EXPOSE 8000
CMD ["python", "manage.py", "serve", "--host", "0.0.0.0"]
