# syntax=docker/dockerfile:1

# ---- build ---------------------------------------------------------------------------------------------------------
FROM rust:1.95.0-slim-trixie AS build
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
COPY domain domain
COPY migration migration
COPY api api
COPY tests tests
# Downloaded crates and compiled dependencies stay in the builder's cache from one build to the next.
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
    --mount=type=cache,target=/src/target,sharing=locked \
    cargo build --release --locked --package palabre-api --bin palabre \
    && install -D target/release/palabre /out/palabre

# ---- run -----------------------------------------------------------------------------------------------------------
FROM debian:trixie-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/palabre --shell /usr/sbin/nologin palabre \
    && install -d -o palabre -g palabre -m 0750 /var/lib/palabre/mail
COPY --from=build /out/palabre /usr/local/bin/palabre

USER palabre
WORKDIR /var/lib/palabre
ENV PALABRE_LISTEN=0.0.0.0:8080 \
    PALABRE_MAIL=file:/var/lib/palabre/mail
EXPOSE 8080

# bash opens the connection itself: the image has no curl.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && IFS= read -r status <&3 && [[ $status == *' 200 '* ]]"]

ENTRYPOINT ["palabre"]
CMD ["serve"]
