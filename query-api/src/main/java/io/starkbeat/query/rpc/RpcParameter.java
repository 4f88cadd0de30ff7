package io.starkbeat.query.rpc;

import io.starkbeat.query.question.RefusedParameterException;
import io.starkbeat.query.rpc.RpcValue.Nothing;
import io.starkbeat.query.rpc.RpcValue.Numeral;
import io.starkbeat.query.rpc.RpcValue.Sequence;
import io.starkbeat.query.rpc.RpcValue.Text;
import io.starkbeat.query.rpc.RpcValue.Unfit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// A parameter of a method. What is read here is whether a value is of the parameter's kind; what it may be is the method's
/// business, which says it in the same words however it is asked.
///
/// @param required whether there is no call without it
record RpcParameter(String name, Kind kind, boolean required) {
    enum Kind {
        TEXT("a text"),
        /// One text, or an array of them of which any will do.
        TEXTS("a text or an array of texts"),
        WHOLE("a whole number");

        private final String expected;

        Kind(String expected) {
            this.expected = expected;
        }
    }

    /// Whole numbers of parameters have 20 digits at most; a number of thousands is not worth to be worked out.
    private static final int MOST_DIGITS = 40;

    static RpcParameter required(String name) {
        return new RpcParameter(name, Kind.TEXT, true);
    }

    static RpcParameter optional(String name, Kind kind) {
        return new RpcParameter(name, kind, false);
    }

    /// The value's texts; none where nothing is given.
    ///
    /// @throws RefusedParameterException for a value of another kind
    List<String> read(RpcValue value) {
        return switch (value) {
            case Nothing() -> {
                if (required) {
                    throw missing();
                }
                yield List.of();
            }
            case Text(String text) when kind != Kind.WHOLE -> List.of(text);
            case Numeral(String written) when kind == Kind.WHOLE -> List.of(whole(written));
            case Sequence(List<RpcValue> values) when kind == Kind.TEXTS -> texts(values);
            case Text(String text) -> throw unfit("'" + RefusedParameterException.shown(text) + "'");
            case Numeral(String written) -> throw unfit("the number " + RefusedParameterException.shown(written));
            case Sequence _ -> throw unfit("an array");
            case Unfit(String what) -> throw unfit(what);
        };
    }

    private List<String> texts(List<RpcValue> values) {
        if (values.isEmpty()) {
            throw new RefusedParameterException(name,
                    name + " is an empty array, which nothing can meet; leave it out where all will do.");
        }
        List<String> texts = new ArrayList<>(values.size());
        for (RpcValue value : values) {
            if (value instanceof Text(String text)) {
                texts.add(text);
            } else {
                throw unfit("an array of something else than texts");
            }
        }
        return texts;
    }

    /// JSON knows no whole numbers: 10, 10.0 and 1e1 are the same. What is none is left for the method to refuse.
    private static String whole(String written) {
        try {
            BigDecimal number = new BigDecimal(written);
            if (number.signum() != 0 && (long) number.precision() - number.scale() > MOST_DIGITS) {
                return written;
            }
            return number.signum() == 0 ? "0" : number.toBigIntegerExact().toString();
        } catch (ArithmeticException e) {
            // Not whole, or an exponent of billions.
            return written;
        } catch (NumberFormatException e) {
            return written;
        }
    }

    RefusedParameterException missing() {
        return new RefusedParameterException(name, name + " is missing; give " + kind.expected + ".");
    }

    private RefusedParameterException unfit(String what) {
        return new RefusedParameterException(name, name + " is " + what + "; expected " + kind.expected + ".");
    }
}
