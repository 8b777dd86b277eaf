# Groundwork: web server, worker and beat are the same image with different commands (see docker-compose.yml).

# By name here, by digest where deploy/pin_images.py was run.
ARG NODE_IMAGE=node:22-bookworm-slim
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${NODE_IMAGE} AS browser
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev --no-audit --no-fund

FROM ${PYTHON_IMAGE} AS packages
WORKDIR /build
COPY requirements.txt ./
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

FROM ${PYTHON_IMAGE}
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin groundwork \
    && install -d -o groundwork -g groundwork -m 0700 /var/lib/groundwork /var/lib/groundwork/files \
        /var/lib/groundwork/heads /var/backups/groundwork
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    GROUNDWORK_HOME=/var/lib/groundwork \
    GROUNDWORK_STATIC=/app/collected
WORKDIR /app
COPY --from=packages /venv /venv
COPY --from=browser /build/node_modules node_modules
COPY . .
# The key is for this one step; the image holds none.
RUN python -m compileall -q . \
    && GROUNDWORK_SECRET_KEY=not-a-secret python manage.py messages compile \
    && GROUNDWORK_SECRET_KEY=not-a-secret python manage.py collectstatic --noinput
USER 10001
EXPOSE 8000
CMD ["gunicorn", "-c", "config/gunicorn.py"]
