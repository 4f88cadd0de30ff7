# Starkbeat's images, one target each: gateway, aggregator, query, crawler, demo, agent.
#
#   ./starkbeat images            builds the jars where they are missing, then all images
#   docker build --target gateway -t starkbeat/gateway:0.1.0-SNAPSHOT .
#
# The jars are those of the build beside this file (`./mvnw verify -Pimages`): what the tests ran on is what runs. How
# this came about: docs/decisions/0015-images.md.

ARG JRE=eclipse-temurin:25-jre

# --- what each process consists of ---------------------------------------------------------------------------------

FROM ${JRE} AS jars
COPY docker/assemble /build/
COPY ingest-gateway/target/lib/ ingest-gateway/target/ingest-gateway-*.jar ingest-gateway/target/sbom.cdx.json /opt/starkbeat/gateway/
COPY aggregator-streams/target/lib/ aggregator-streams/target/aggregator-streams-*.jar aggregator-streams/target/sbom.cdx.json /opt/starkbeat/aggregator/
COPY query-api/target/lib/ query-api/target/query-api-*.jar query-api/target/sbom.cdx.json /opt/starkbeat/query/
COPY crawler/target/lib/ crawler/target/crawler-*.jar crawler/target/sbom.cdx.json /opt/starkbeat/crawler/
COPY standalone/target/lib/ standalone/target/standalone-*.jar standalone/target/sbom.cdx.json /opt/starkbeat/demo/
RUN /build/assemble gateway io.starkbeat.gateway.GatewayMain \
 && /build/assemble aggregator io.starkbeat.aggregator.AggregatorMain \
 && /build/assemble query io.starkbeat.query.QueryMain \
 && /build/assemble crawler io.starkbeat.crawler.CrawlerMain \
 && /build/assemble demo io.starkbeat.standalone.Starkbeat \
 && mkdir /identities

# --- one trial run of each service, from which the JVM keeps loaded classes and profiles (an AOT cache) -------------

FROM jars AS trained
COPY docker/train /build/
RUN /build/train

# --- the images ----------------------------------------------------------------------------------------------------

FROM ${JRE} AS base
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.vendor="Starkbeat" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="docker.io/library/eclipse-temurin:25-jre" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# Nobody in particular: the process owns no file of its image, and writes in /tmp only (Kafka's compression unpacks a
# library there, so it must not be mounted noexec).
USER 10001:10001
WORKDIR /tmp
# Ready, as Compose's dependants want to know; Kubernetes has probes of its own. MANAGEMENT_PORT is set below.
HEALTHCHECK --interval=3s --timeout=3s --start-period=120s --retries=10 \
    CMD ["sh", "-c", "exec curl -fsS -o /dev/null http://127.0.0.1:$MANAGEMENT_PORT/health/ready"]

FROM base AS gateway
LABEL org.opencontainers.image.title="starkbeat/gateway" \
      org.opencontainers.image.description="Takes in the telemetry of Starknet's nodes: WebSockets to Kafka"
ENV MANAGEMENT_PORT=9180
EXPOSE 8080 9180
COPY --from=trained /opt/starkbeat/gateway/ /opt/starkbeat/gateway/
ENTRYPOINT ["java", "-XX:AOTCache=/opt/starkbeat/gateway/app.aot", "-Xlog:aot=error", "@/opt/starkbeat/gateway/java.args"]

FROM base AS aggregator
LABEL org.opencontainers.image.title="starkbeat/aggregator" \
      org.opencontainers.image.description="Folds reports of Starknet's nodes into their state"
ENV MANAGEMENT_PORT=9182
EXPOSE 9182
COPY --from=trained /opt/starkbeat/aggregator/ /opt/starkbeat/aggregator/
ENTRYPOINT ["java", "-XX:AOTCache=/opt/starkbeat/aggregator/app.aot", "-Xlog:aot=error", "@/opt/starkbeat/aggregator/java.args"]

FROM base AS query
LABEL org.opencontainers.image.title="starkbeat/query" \
      org.opencontainers.image.description="Answers how Starknet's nodes stand: REST, JSON-RPC, live feed"
ENV MANAGEMENT_PORT=9181
EXPOSE 8081 9181
COPY --from=trained /opt/starkbeat/query/ /opt/starkbeat/query/
ENTRYPOINT ["java", "-XX:AOTCache=/opt/starkbeat/query/app.aot", "-Xlog:aot=error", "@/opt/starkbeat/query/java.args"]

# Starts once and crawls for weeks: no AOT cache is worth its space.
FROM base AS crawler
LABEL org.opencontainers.image.title="starkbeat/crawler" \
      org.opencontainers.image.description="Meets Starknet's nodes over libp2p and writes down what it finds"
ENV MANAGEMENT_PORT=9183
EXPOSE 9183
COPY --from=jars /opt/starkbeat/crawler/ /opt/starkbeat/crawler/
ENTRYPOINT ["java", "@/opt/starkbeat/crawler/java.args"]

FROM base AS demo
LABEL org.opencontainers.image.title="starkbeat/demo" \
      org.opencontainers.image.description="A simulated network whose nodes report to a gateway"
ENV MANAGEMENT_PORT=9184
EXPOSE 9184
COPY --from=jars /opt/starkbeat/demo/ /opt/starkbeat/demo/
# A volume that is mounted here takes over whose it is.
COPY --from=jars --chown=10001:10001 /identities/ /identities/
ENTRYPOINT ["java", "@/opt/starkbeat/demo/java.args", "demo"]

# Beside a node: small and slow to start rather than the other way round (docs/agent.md tells what it costs).
FROM base AS agent
LABEL org.opencontainers.image.title="starkbeat/agent" \
      org.opencontainers.image.description="Makes the Starknet node beside it report"
HEALTHCHECK NONE
# Where the key is kept that makes the node itself; a volume that is mounted here takes over whose it is.
ENV STATE_DIRECTORY=/state
COPY --from=jars --chown=10001:10001 /identities/ /state/
COPY node-agent/target/starkbeat-agent.jar node-agent/target/sbom.cdx.json /opt/starkbeat/agent/
ENTRYPOINT ["java", "-Xmx32m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", "/opt/starkbeat/agent/starkbeat-agent.jar"]
