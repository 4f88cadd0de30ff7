package io.starkbeat.query.rpc;

import io.starkbeat.query.question.RefusedParameterException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/// A method that can be called.
///
/// @param parameters in the order in which they are given by place
/// @param acts       whether it does something beside answering, and so is called even for nobody who waits for the answer
record RpcMethod(String name, List<RpcParameter> parameters, boolean acts, Body body) {

    /// What it does.
    @FunctionalInterface
    interface Body {
        /// Returns at once; may be called on an event loop. Throws, or the stage fails with, [RefusedParameterException],
        /// [RpcErrorException] or [io.starkbeat.query.store.StatesNotReadyException]; anything else is a defect.
        ///
        /// @param arguments the texts of each parameter that is given
        CompletionStage<JsonPieces> call(Map<String, List<String>> arguments, RpcCaller caller);
    }

    RpcMethod {
        parameters = List.copyOf(parameters);
    }

    CompletionStage<JsonPieces> call(RpcParameters given, RpcCaller caller) {
        Map<String, List<String>> arguments = new LinkedHashMap<>();
        named(given).forEach((parameter, value) -> {
            List<String> texts = parameter.read(value);
            if (!texts.isEmpty()) {
                arguments.put(parameter.name(), texts);
            }
        });
        for (RpcParameter parameter : parameters) {
            if (parameter.required() && !arguments.containsKey(parameter.name())) {
                throw parameter.missing();
            }
        }
        return body.call(arguments, caller);
    }

    private Map<RpcParameter, RpcValue> named(RpcParameters given) {
        Map<RpcParameter, RpcValue> named = new LinkedHashMap<>();
        switch (given) {
            case RpcParameters.Positional(List<RpcValue> values) -> {
                if (values.size() > parameters.size()) {
                    throw new RpcErrorException(RpcError.invalidParams(name + " takes " + (parameters.isEmpty()
                            ? "no parameters"
                            : parameters.size() + " at most, by place " + String.join(", ", names())) + "; "
                            + values.size() + " are given."));
                }
                for (int i = 0; i < values.size(); i++) {
                    named.put(parameters.get(i), values.get(i));
                }
            }
            case RpcParameters.Named(Map<String, RpcValue> values) -> values.forEach((key, value) -> named.put(
                    parameters.stream()
                            .filter(parameter -> parameter.name().equals(key))
                            .findFirst()
                            .orElseThrow(() -> RefusedParameterException.unknown(key, names())),
                    value));
            case RpcParameters.Ambiguous(String key) -> throw new RefusedParameterException(key,
                    RefusedParameterException.shown(key) + " is there twice; give it once.");
        }
        return named;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        parameters.forEach(parameter -> names.add(parameter.name()));
        return names;
    }
}
