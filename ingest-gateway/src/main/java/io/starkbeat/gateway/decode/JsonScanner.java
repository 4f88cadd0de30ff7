package io.starkbeat.gateway.decode;

import static io.starkbeat.schemas.session.RejectionReason.NOT_JSON;

import java.util.HexFormat;

/// A place in a JSON text, and how to pass over the smallest parts of one: space, texts, numbers, words.
sealed class JsonScanner permits JsonCursor {
    final byte[] text;
    final int end;
    int at;

    JsonScanner(byte[] text, int start, int end) {
        this.text = text;
        this.end = end;
        this.at = start;
    }

    /// Passes over a text whose opening quote is behind.
    ///
    /// @return whether it has escapes
    final boolean passText() throws MessageRefusedException {
        boolean escaped = false;
        while (true) {
            at = EightBytes.firstMark(text, at, end);
            if (at == end) {
                throw noJson(at);
            }
            switch (text[at]) {
                case '"' -> {
                    at++;
                    return escaped;
                }
                case '\\' -> {
                    escaped = true;
                    passEscape();
                }
                default -> throw noJson(at);
            }
        }
    }

    private void passEscape() throws MessageRefusedException {
        int start = at++;
        switch (at < end ? text[at++] : 0) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                // One character.
            }
            case 'u' -> {
                for (int digits = 0; digits < 4; digits++) {
                    if (at == end || !HexFormat.isHexDigit(text[at++])) {
                        throw noJson(start);
                    }
                }
            }
            default -> throw noJson(start);
        }
    }

    /// Passes over a number, which is to begin here.
    final void passNumber() throws MessageRefusedException {
        if (text[at] == '-') {
            at++;
        }
        if (isAt('0')) {
            at++;
        } else {
            passDigits();
        }
        if (isAt('.')) {
            at++;
            passDigits();
        }
        if (isAt('e') || isAt('E')) {
            at++;
            if (isAt('+') || isAt('-')) {
                at++;
            }
            passDigits();
        }
    }

    private void passDigits() throws MessageRefusedException {
        int first = at;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        if (at == first) {
            throw noJson(at);
        }
    }

    private boolean isAt(char c) {
        return at < end && text[at] == c;
    }

    /// Passes over a word that is to stand here.
    ///
    /// @return where it ends
    final int passWord(String word) throws MessageRefusedException {
        for (int i = 0; i < word.length(); i++) {
            if (!isAt(word.charAt(i))) {
                throw noJson(at);
            }
            at++;
        }
        return at;
    }

    /// The next byte that is no space.
    final byte peek() throws MessageRefusedException {
        // Most nodes send none between their values.
        if (at == end || text[at] <= ' ') {
            skipSpace();
            if (at == end) {
                throw noJson(at);
            }
        }
        return text[at];
    }

    final void skipSpace() {
        while (at < end && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
    }

    static MessageRefusedException noJson(int offset) {
        return new MessageRefusedException(new Decoded.Refused(NOT_JSON,
                "The message is no JSON, at byte " + offset + ": a JSON object is expected.", (long) offset));
    }
}
