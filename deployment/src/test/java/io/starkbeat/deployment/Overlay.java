package io.starkbeat.deployment;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What an overlay gives a cluster, with questions about it.
record Overlay(String name, List<HasMetadata> resources) {

    <R extends HasMetadata> List<R> all(Class<R> type) {
        return resources.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <R extends HasMetadata> R the(Class<R> type, String name) {
        return all(type).stream()
                .filter(each -> each.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " " + name + " in " + this.name));
    }

    boolean has(Class<? extends HasMetadata> type, String name) {
        return all(type).stream().anyMatch(each -> each.getMetadata().getName().equals(name));
    }

    Stream<PodTemplateSpec> pods() {
        return Stream.concat(all(Deployment.class).stream().map(each -> each.getSpec().getTemplate()),
                all(StatefulSet.class).stream().map(each -> each.getSpec().getTemplate()));
    }

    Container container(String deployment) {
        return the(Deployment.class, deployment).getSpec().getTemplate().getSpec().getContainers().getFirst();
    }

    /// The variables of a deployment that stand in the manifests; not those from Secrets or from the pod.
    Map<String, String> environment(String deployment) {
        var container = container(deployment);
        var environment = new TreeMap<String, String>();
        for (var from : container.getEnvFrom()) {
            environment.putAll(the(ConfigMap.class, from.getConfigMapRef().getName()).getData());
        }
        for (EnvVar variable : container.getEnv()) {
            if (variable.getValue() != null) {
                environment.put(variable.getName(), variable.getValue());
            } else {
                environment.remove(variable.getName());
            }
        }
        return environment;
    }

    @Override
    public String toString() {
        return name;
    }
}
