package io.starkbeat.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads manifests into the types that Kubernetes and Strimzi publish, and takes nothing that an API server would refuse or
/// pass over: a field that a type does not have, or a value of another type (`replicas: "3"`).
final class StrictYaml {
    /// By `apiVersion kind`: what the project's manifests may consist of.
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.ofEntries(
            Map.entry("v1 Namespace", Namespace.class), Map.entry("v1 ConfigMap", ConfigMap.class),
            Map.entry("v1 Secret", Secret.class), Map.entry("v1 Service", Service.class),
            Map.entry("v1 ServiceAccount", ServiceAccount.class), Map.entry("apps/v1 Deployment", Deployment.class),
            Map.entry("apps/v1 StatefulSet", StatefulSet.class),
            Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("networking.k8s.io/v1 Ingress", Ingress.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
            Map.entry("kafka.strimzi.io/v1 KafkaTopic", KafkaTopic.class),
            Map.entry("kafka.strimzi.io/v1 KafkaUser", KafkaUser.class));

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .build()).enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    /// The types keep what they do not know for later versions of Kubernetes; here that is a mistake.
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            })
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private StrictYaml() {}

    /// The documents of a file as trees.
    ///
    /// @throws IllegalArgumentException if it is no YAML, or has a key twice
    static List<JsonNode> trees(String yaml) {
        try (var all = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            var trees = new ArrayList<JsonNode>();
            while (all.hasNext()) {
                trees.add(all.next());
            }
            return List.copyOf(trees);
        } catch (RuntimeJsonMappingException | JsonProcessingException wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The resources of a file.
    ///
    /// @throws IllegalArgumentException if one is of an unknown kind or does not fit its type; the message says where
    static List<HasMetadata> resources(String yaml) {
        return trees(yaml).stream().map(StrictYaml::resource).toList();
    }

    private static HasMetadata resource(JsonNode tree) {
        var kind = tree.path("apiVersion").asText() + " " + tree.path("kind").asText();
        var type = KINDS.get(kind);
        if (type == null) {
            throw new IllegalArgumentException("no kind that is known here: " + kind);
        }
        var name = tree.at("/metadata/name").asText();
        try {
            return STRICT.treeToValue(tree, type);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(kind + " " + name + ": " + wrong.getOriginalMessage() + path(wrong),
                    wrong);
        }
    }

    private static String path(JsonProcessingException wrong) {
        return wrong instanceof JsonMappingException mapping
                ? " at " + mapping.getPath()
                        .stream()
                        .map(step -> step.getFieldName() == null
                                ? "[" + step.getIndex() + "]"
                                : "." + step.getFieldName())
                        .reduce("", String::concat)
                : "";
    }
}
