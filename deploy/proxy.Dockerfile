# Caddy as a user of its own. The program's right to take low ports is removed: with it, it would not start in a container
# without rights, and it listens on high ones.
ARG CADDY_IMAGE=caddy:2-alpine
FROM ${CADDY_IMAGE}
RUN setcap -r /usr/bin/caddy \
    && adduser -D -H -u 10002 -s /sbin/nologin proxy \
    && chown -R 10002:10002 /data /config
USER 10002
