package io.starkbeat.agent;

/// The agent cannot begin as it was told to. The message is one line for the operator, which says what to change.
final class AgentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AgentException(String message) {
        super(message);
    }
}
