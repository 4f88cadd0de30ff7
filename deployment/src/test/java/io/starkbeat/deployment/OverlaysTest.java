package io.starkbeat.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.starkbeat.kit.settings.DurationText;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What `kubectl kustomize` makes of each overlay: what a platform team relies on, and traps that a manifest has.
class OverlaysTest {
    private static final List<String> SERVICES = List.of("gateway", "aggregator", "query", "crawler", "crawler-api");

    private static List<Overlay> overlays = List.of();

    @BeforeAll
    static void render() throws IOException, InterruptedException {
        assumeTrue(Kubectl.isThere(), "skipped: there is no kubectl, so overlays are not put together");
        overlays = List.of(new Overlay("dev", Kubectl.kustomize("k8s/overlays/dev")),
                new Overlay("production", Kubectl.kustomize("k8s/overlays/production")));
    }

    static List<Overlay> overlays() {
        return overlays;
    }

    private static Overlay production() {
        return overlays.getLast();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everySettingExistsAndHasAValueThatTheServiceTakes(Overlay overlay) {
        for (var service : SERVICES) {
            assertThat(KnownSettings.faults(service, overlay.environment(service))).as(service).isEmpty();
            assertThat(KnownSettings
                    .unknown(overlay.container(service).getEnv().stream().map(EnvVar::getName).toList())).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void aPodMayDrainAndStopBeforeItIsKilled(Overlay overlay) {
        for (var service : SERVICES) {
            var environment = overlay.environment(service);
            var needed = DurationText.parse(environment.get("DRAIN_FOR"))
                    .plus(DurationText.parse(environment.get("STOP_WITHIN")));
            var grace = overlay.the(Deployment.class, service).getSpec().getTemplate().getSpec();
            assertThat(needed).as(service)
                    .isLessThan(Duration.ofSeconds(grace.getTerminationGracePeriodSeconds()));
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void nodesKeepTheirAddresses(Overlay overlay) {
        var local = "Local".equals(overlay.the(Service.class, "gateway").getSpec().getExternalTrafficPolicy());
        var proxies = overlay.environment("gateway").getOrDefault("TRUSTED_PROXIES", "none");
        assertThat(local || !proxies.equals("none")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void podsAreRestricted(Overlay overlay) {
        assertThat(overlay.the(Namespace.class, "starkbeat").getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
        assertThat(overlay.pods()).isNotEmpty().allSatisfy(pod -> {
            var spec = pod.getSpec();
            assertThat(spec.getAutomountServiceAccountToken()).isFalse();
            assertThat(spec.getEnableServiceLinks()).isFalse();
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(spec.getSecurityContext().getRunAsUser()).isPositive();
            assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(spec.getContainers()).allSatisfy(container -> {
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
                assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
                assertThat(container.getResources().getLimits()).containsKey("memory");
                assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
            });
        });
        assertThat(overlay.all(Deployment.class)).allSatisfy(deployment -> assertThat(
                overlay.container(deployment.getMetadata().getName()).getSecurityContext().getReadOnlyRootFilesystem())
                .isTrue());
    }

    /// Misspelt names would be taken by a cluster, and come out at run time.
    @ParameterizedTest
    @MethodSource("overlays")
    void whatIsReferredToIsThere(Overlay overlay) {
        // Made by Strimzi, or by hand (docs/deploy.md).
        var elsewhere = Set.of("starkbeat-cluster-ca-cert", "starkbeat-gateway", "starkbeat-aggregator",
                "starkbeat-query", "starkbeat-crawler", "starkbeat-crawler-api", "address-key");
        for (var deployment : overlay.all(Deployment.class)) {
            var name = deployment.getMetadata().getName();
            var pod = deployment.getSpec().getTemplate();
            assertThat(pod.getMetadata().getLabels()).containsAllEntriesOf(
                    deployment.getSpec().getSelector().getMatchLabels());
            var container = overlay.container(name);
            assertThat(container.getEnvFrom())
                    .allSatisfy(from -> assertThat(overlay.has(ConfigMap.class, from.getConfigMapRef().getName()))
                            .isTrue());
            container.getEnv().stream().filter(each -> each.getValueFrom() != null
                    && each.getValueFrom().getSecretKeyRef() != null).forEach(each -> {
                        var secret = each.getValueFrom().getSecretKeyRef().getName();
                        assertThat(overlay.has(Secret.class, secret) || elsewhere.contains(secret)).as(secret).isTrue();
                    });
            var ports = container.getPorts().stream().map(port -> port.getName()).toList();
            assertThat(ports).contains(container.getReadinessProbe().getHttpGet().getPort().getStrVal(),
                    container.getLivenessProbe().getHttpGet().getPort().getStrVal());
        }
        assertThat(overlay.all(Service.class)).allSatisfy(service -> assertThat(overlay.pods())
                .anySatisfy(pod -> {
                    assertThat(pod.getMetadata().getLabels()).containsAllEntriesOf(service.getSpec().getSelector());
                    assertThat(pod.getSpec().getContainers().getFirst().getPorts()).extracting("name")
                            .contains(service.getSpec().getPorts().getFirst().getTargetPort().getStrVal());
                }));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void imagesArePinned(Overlay overlay) {
        var version = Versions.project();
        assertThat(overlay.pods().flatMap(pod -> pod.getSpec().getContainers().stream())).allSatisfy(container -> {
            assertThat(container.getImage()).matches(".+:.+").doesNotEndWith(":latest");
            if (container.getImage().contains("starkbeat/")) {
                assertThat(container.getImage()).endsWith(":" + version);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void nothingElseIsAllowed(Overlay overlay) {
        var nothingElse = overlay.the(NetworkPolicy.class, "nothing-else").getSpec();
        assertThat(nothingElse.getIngress()).isEmpty();
        assertThat(nothingElse.getEgress()).isEmpty();
        assertThat(nothingElse.getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(overlay.pods()).allSatisfy(pod -> assertThat(pod.getMetadata().getLabels())
                .containsAllEntriesOf(nothingElse.getPodSelector().getMatchLabels()));
    }

    @Test
    void gatewaysAreAddedByLoadAndNeverTakenAway() {
        var scaler = production().the(HorizontalPodAutoscaler.class, "gateway").getSpec();
        assertThat(scaler.getMinReplicas()).isEqualTo(3);
        assertThat(scaler.getBehavior().getScaleDown().getSelectPolicy()).isEqualTo("Disabled");
        assertThat(scaler.getMetrics()).extracting("type").containsExactlyInAnyOrder("Resource", "Pods");
        // A number would take away, at the next apply, what the autoscaler had added.
        assertThat(production().the(Deployment.class, "gateway").getSpec().getReplicas()).isNull();
    }

    /// Two would dial everybody twice.
    @ParameterizedTest
    @MethodSource("overlays")
    void thereIsOneCrawlerAtATime(Overlay overlay) {
        var crawler = overlay.the(Deployment.class, "crawler").getSpec();
        assertThat(crawler.getReplicas()).isLessThanOrEqualTo(1);
        assertThat(crawler.getStrategy().getType()).isEqualTo("Recreate");
        assertThat(crawler.getStrategy().getRollingUpdate()).isNull();
        assertThat(overlay.the(Deployment.class, "query").getSpec().getStrategy().getRollingUpdate().getMaxSurge()
                .getIntVal()).isEqualTo(1);
    }

    /// Peers name whom they like: what lies in the cluster is not to be dialled, whatever the crawler makes of it.
    @ParameterizedTest
    @MethodSource("overlays")
    void theCrawlerReachesNothingPrivate(Overlay overlay) {
        var meets = overlay.the(NetworkPolicy.class, "crawler-meets-peers").getSpec().getEgress().getFirst().getTo();
        assertThat(meets).extracting(peer -> peer.getIpBlock().getCidr()).containsExactly("0.0.0.0/0", "2000::/3");
        assertThat(meets.getFirst().getIpBlock().getExcept()).contains("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
                "169.254.0.0/16", "127.0.0.0/8");
    }

    @Test
    void productionSurvivesAMachine() {
        assertThat(production().the(Deployment.class, "aggregator").getSpec().getReplicas()).isEqualTo(2);
        assertThat(production().the(Deployment.class, "query").getSpec().getReplicas()).isEqualTo(2);
        assertThat(production().environment("aggregator")).containsEntry("KAFKA_NUM_STANDBY_REPLICAS", "1");
        for (var service : SERVICES.stream().filter(each -> !each.equals("crawler")).toList()) {
            assertThat(production().the(PodDisruptionBudget.class, service).getSpec().getMaxUnavailable().getIntVal())
                    .isEqualTo(1);
            assertThat(production().the(Deployment.class, service).getSpec().getTemplate().getSpec()
                    .getTopologySpreadConstraints()).extracting("topologyKey")
                    .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theCrawlsApiTellsOfTheCrawlAlone(Overlay overlay) {
        assertThat(overlay.environment("crawler-api")).containsEntry("CATALOG_SOURCE", "crawler");
        assertThat(overlay.environment("query")).doesNotContainKey("CATALOG_SOURCE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"query", "crawler-api"})
    void aLongRestoreIsNoReasonToKillAQuery(String service) {
        var probe = production().container(service).getStartupProbe();
        assertThat(probe.getHttpGet().getPath()).isEqualTo("/health/ready");
        assertThat(probe.getFailureThreshold() * probe.getPeriodSeconds()).isGreaterThanOrEqualTo(600);
    }
}
