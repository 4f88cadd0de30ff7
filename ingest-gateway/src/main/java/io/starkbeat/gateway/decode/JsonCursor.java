package io.starkbeat.gateway.decode;

import static io.starkbeat.schemas.session.RejectionReason.TOO_DEEP;

import io.starkbeat.gateway.decode.ReportedValue.Kind;

/// Walks over the bytes of one JSON text (RFC 8259, strictly), value by value, in one pass. It makes no object of what it
/// passes and no text of what nobody asks for.
///
/// This stands where Jackson's parser could: every message passes here, and a parser would be made anew for each message,
/// and a text for each value that it is asked for (`./starkbeat bench decode` compares with a tree). A test holds the two
/// to each other: what one of them refuses, the other refuses too.
final class JsonCursor extends JsonScanner {
    /// No report is nested deeper than this; the deepest known has three levels.
    static final int MAX_DEPTH = 64;

    private final ReportedValue value;
    private int depth;
    /// Nothing of the array or object entered last has been read yet.
    private boolean fresh;
    private int keyStart;
    private int keyEnd;
    private boolean keyEscaped;
    private int deepest;
    private int longestNumber;

    /// @param text UTF-8; the JSON text is in it from `start` to before `end`
    JsonCursor(byte[] text, int start, int end) {
        super(text, start, end);
        this.value = new ReportedValue(text);
    }

    /// Whether nothing but space is left.
    boolean isAtEnd() {
        skipSpace();
        return at == end;
    }

    int offset() {
        return at;
    }

    /// Steps on to the value that comes next: over it, or in front of it where it is an array or object, which is to be
    /// entered or finished then.
    ///
    /// @return its kind; more on it tells [#current()]
    Kind value() throws MessageRefusedException {
        byte first = peek();
        int start = at;
        switch (first) {
            case '"' -> {
                at++;
                boolean escaped = passText();
                value.stands(Kind.TEXT, start, at, escaped);
            }
            case '{' -> value.stands(Kind.OBJECT, start, start, false);
            case '[' -> value.stands(Kind.ARRAY, start, start, false);
            case 't' -> value.stands(Kind.BOOLEAN, start, passWord("true"), false);
            case 'f' -> value.stands(Kind.BOOLEAN, start, passWord("false"), false);
            case 'n' -> value.stands(Kind.NULL, start, passWord("null"), false);
            default -> {
                passNumber();
                value.stands(Kind.NUMBER, start, at, false);
            }
        }
        return value.kind();
    }

    /// The value stepped over last. Moves on with the cursor.
    ReportedValue current() {
        return value;
    }

    /// Enters the array or object in front.
    void enter() throws MessageRefusedException {
        if (++depth > MAX_DEPTH) {
            throw new MessageRefusedException(new Decoded.Refused(TOO_DEEP,
                    "The message is nested deeper than " + MAX_DEPTH + " levels.", (long) at));
        }
        at++;
        fresh = true;
    }

    /// Steps over the next key of the object entered last, to its value, or out of the object when there is none.
    boolean nextKey() throws MessageRefusedException {
        if (!next('}')) {
            return false;
        }
        if (peek() != '"') {
            throw noJson(at);
        }
        keyStart = ++at;
        keyEscaped = passText();
        keyEnd = at - 1;
        // Half of a surrogate pair is no character of a key, and readers of records would refuse it.
        if (keyEscaped && !JsonText.isWellFormed(key())) {
            throw noJson(keyStart);
        }
        if (peek() != ':') {
            throw noJson(at);
        }
        at++;
        return true;
    }

    /// Steps to the next element of the array entered last, or out of the array when there is none.
    boolean nextElement() throws MessageRefusedException {
        return next(']');
    }

    /// The key stepped over last, its escapes resolved.
    String key() {
        return JsonText.of(text, keyStart, keyEnd, keyEscaped);
    }

    /// What the key stepped over last means.
    ReportedKey reportedKey() {
        return keyEscaped ? ReportedKey.named(key()) : ReportedKey.at(text, keyStart, keyEnd);
    }

    /// Steps over the rest of the current value: all of an array or object, nothing where it is none.
    void finish() throws MessageRefusedException {
        if (!value.isNested()) {
            return;
        }
        int start = keyStart;
        int stop = keyEnd;
        boolean escaped = keyEscaped;
        Kind kind = value.kind();
        int from = at;
        deepest = 0;
        longestNumber = 0;
        finish(1);
        value.stands(kind, from, at, false);
        value.holds(deepest, longestNumber);
        keyStart = start;
        keyEnd = stop;
        keyEscaped = escaped;
    }

    private void finish(int level) throws MessageRefusedException {
        deepest = Math.max(deepest, level);
        boolean object = text[at] == '{';
        enter();
        while (object ? nextKey() : nextElement()) {
            switch (value()) {
                case OBJECT, ARRAY -> finish(level + 1);
                case NUMBER -> longestNumber = Math.max(longestNumber, value.length());
                case TEXT, BOOLEAN, NULL -> {
                    // Nothing of it is asked for.
                }
            }
        }
    }

    private boolean next(char closing) throws MessageRefusedException {
        byte first = peek();
        if (first == closing) {
            at++;
            depth--;
            fresh = false;
            return false;
        }
        if (fresh) {
            fresh = false;
        } else if (first == ',') {
            at++;
        } else {
            throw noJson(at);
        }
        return true;
    }
}
