package io.starkbeat.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The laws that the modules' dependencies alone cannot keep. Each is also held against a class that breaks it.
class LawsTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.starkbeat");

    private static final String PUBLISHER = "io.starkbeat.gateway.publish.TelemetryPublisher";

    /// A law, and the class that shows that it can be broken.
    private record Law(ArchRule rule, String brokenBy) {
        @Override
        public String toString() {
            return rule.getDescription();
        }
    }

    private static Stream<Law> laws() {
        return Stream.of(
                new Law(noClasses().that()
                        .resideInAPackage("io.starkbeat.aggregator.fold..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.apache.kafka..")
                        .because("folding is pure: old state and event in, new state out"),
                        "io.starkbeat.aggregator.fold.LawlessFold"),
                new Law(noClasses().that()
                        .resideInAPackage("io.starkbeat.aggregator.fold..")
                        .should()
                        .callMethodWhere(describe("the time of day is asked for", LawsTest::asksForTheTime))
                        .because("time comes from records, so that a replay gives the same"),
                        "io.starkbeat.aggregator.fold.LawlessFold"),
                new Law(knowsNoOther("gateway", "aggregator", "query"), "io.starkbeat.gateway.LawlessGateway"),
                new Law(knowsNoOther("aggregator", "gateway", "query"), ""),
                new Law(knowsNoOther("query", "gateway", "aggregator"), ""),
                new Law(knowsNoOther("crawler", "gateway", "aggregator", "query"), ""),
                new Law(noClasses().that()
                        .resideInAPackage("io.starkbeat.crawler.walk..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("org.apache.kafka..", "io.netty..", "java.nio.channels..",
                                "java.util.concurrent..", "io.starkbeat.crawler.crawl..",
                                "io.starkbeat.crawler.libp2p.tcp..")
                        .because("the walk is plain state, so that whole networks fit into a property"),
                        "io.starkbeat.crawler.walk.LawlessWalk"),
                new Law(noClasses().that()
                        .resideInAnyPackage("io.starkbeat.query.http..", "io.starkbeat.gateway..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.apache.kafka.streams..")
                        .because("handlers see an interface, and the gateway folds nothing"),
                        "io.starkbeat.query.http.LawlessHandler"),
                new Law(noClasses().that()
                        .resideInAPackage("io.starkbeat.agent.telemetry..")
                        .should()
                        .dependOnClassesThat(
                                describe("come from elsewhere than its package, the JDK, SLF4J and Jackson",
                                        LawsTest::isNothingForEmbedders))
                        .because("who embeds the client gets nothing else"),
                        "io.starkbeat.agent.telemetry.LawlessClient"),
                new Law(noClasses().that()
                        .resideInAPackage("io.starkbeat.gateway..")
                        .and()
                        .haveNameNotMatching(PUBLISHER.replace(".", "\\.") + "(\\$.*)?")
                        .should()
                        .callMethodWhere(describe("a producer sends", LawsTest::sends))
                        .because("a send may block, and only the publisher's thread may"),
                        "io.starkbeat.gateway.LawlessGateway"));
    }

    private static boolean isNothingForEmbedders(JavaClass each) {
        return Stream.of("io.starkbeat.agent.telemetry", "java.", "javax.", "org.slf4j", "com.fasterxml.jackson",
                "org.jspecify").noneMatch(each.getBaseComponentType().getPackageName()::startsWith)
                && !each.getBaseComponentType().isPrimitive();
    }

    private static ArchRule knowsNoOther(String service, String... others) {
        return noClasses().that()
                .resideInAPackage("io.starkbeat." + service + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        Stream.of(others).map(other -> "io.starkbeat." + other + "..").toArray(String[]::new))
                .because("services meet in topics only");
    }

    @ParameterizedTest
    @MethodSource("laws")
    void isKept(Law law) {
        law.rule.allowEmptyShould(false).check(ALL);
    }

    @ParameterizedTest
    @MethodSource("laws")
    void canBeBroken(Law law) throws ClassNotFoundException {
        if (!law.brokenBy.isEmpty()) {
            var culprit = new ClassFileImporter().importClasses(Class.forName(law.brokenBy));
            assertThat(law.rule.evaluate(culprit).hasViolation()).isTrue();
        }
    }

    @Test
    void oneClassOfAServiceTouchesKafkaStreams() {
        assertThat(touchingStreams(ALL, "aggregator")).hasSize(1);
        assertThat(touchingStreams(ALL, "query")).hasSize(1);
        assertThat(touchingStreams(ALL, "gateway")).isEmpty();
    }

    @Test
    void aSecondClassThatTouchesKafkaStreamsIsSeen() throws ClassNotFoundException {
        var culprit = new ClassFileImporter().importClasses(Class.forName("io.starkbeat.query.http.LawlessHandler"));
        assertThat(touchingStreams(culprit, "query")).containsExactly("io.starkbeat.query.http.LawlessHandler");
    }

    @Test
    void thePublisherIsWhereThisTestLooksForIt() {
        assertThat(ALL.get(PUBLISHER).getMethodCallsFromSelf()).anyMatch(LawsTest::sends);
    }

    private static Set<String> touchingStreams(JavaClasses classes, String service) {
        return classes.stream()
                .filter(each -> each.getPackageName().startsWith("io.starkbeat." + service))
                .filter(each -> each.getDirectDependenciesFromSelf()
                        .stream()
                        .anyMatch(dependency -> outermost(dependency.getTargetClass())
                                .equals(KafkaStreams.class.getName())))
                .map(LawsTest::outermost)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// A nested class, and a lambda's, is part of the class around it.
    private static String outermost(JavaClass nested) {
        return nested.getName().replaceFirst("\\$.*", "");
    }

    private static boolean asksForTheTime(JavaMethodCall call) {
        var owner = call.getTargetOwner().getName();
        return switch (call.getTarget().getName()) {
            case "currentTimeMillis", "nanoTime" -> owner.equals("java.lang.System");
            case "now", "systemUTC", "systemDefaultZone", "system", "millis", "instant" ->
                owner.startsWith("java.time.");
            default -> false;
        };
    }

    private static boolean sends(JavaMethodCall call) {
        return call.getTarget().getName().equals("send") && assignableTo(Producer.class).test(call.getTargetOwner());
    }
}
