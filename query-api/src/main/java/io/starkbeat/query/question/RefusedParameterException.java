package io.starkbeat.query.question;

import java.util.Collection;

/// A parameter that no question can be made of: there is none of that name, or its value is none. The message tells the
/// one who asked what to write instead.
public final class RefusedParameterException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    /// What is shown again of a refused text, in characters.
    private static final int SHOWN = 60;

    private final String parameter;

    public RefusedParameterException(String parameter, String message) {
        super(message);
        this.parameter = shown(parameter);
    }

    /// There is none of this name.
    ///
    /// @param known those that there are
    public static RefusedParameterException unknown(String name, Collection<String> known) {
        return new RefusedParameterException(name, "There is no parameter " + shown(name) + " here; there is "
                + (known.isEmpty() ? "none" : String.join(", ", known)) + ".");
    }

    /// The name of the parameter to blame, as it was given.
    public String parameter() {
        return parameter;
    }

    /// A text as a message may repeat it.
    public static String shown(String text) {
        return text.codePointCount(0, text.length()) <= SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…";
    }
}
