package io.starkbeat.schemas.field;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which values a field keeps. What lies outside is refused where it is read ([Coercion]), with two exceptions: a text that
/// is too long is cut, and a percentage is kept as it was sent and left out of the API.
public sealed interface ValueRange {

    /// What is wrong with a value outside of the range, as the rest of a sentence that starts with the field's name.
    String unfit();

    /// The range in words, for documents.
    String inWords();

    /// Whether the API shows a value that the field keeps.
    default boolean shows(FieldValue value) {
        return true;
    }

    /// A text with something to show.
    ///
    /// @param max the most characters (Unicode code points) that are kept
    record Length(int max) implements ValueRange {
        @Override
        public String unfit() {
            return "is empty";
        }

        @Override
        public String inWords() {
            return "1 to " + max + " visible characters; a longer text is cut, and control characters, bidirectional "
                    + "controls and characters of no width are left out";
        }
    }

    /// One of a few words.
    ///
    /// @param words in the order of documents
    record OneOf(List<Word> words) implements ValueRange {
        /// One word.
        ///
        /// @param name     as records have it
        /// @param synonyms what nodes send for it, in lower case; its own name is not among them
        public record Word(String name, List<String> synonyms) {
            public Word {
                synonyms = List.copyOf(synonyms);
            }

            /// Whether it is the word that was sent; compared without case.
            private boolean is(String text) {
                if (name.equalsIgnoreCase(text)) {
                    return true;
                }
                for (String synonym : synonyms) {
                    if (synonym.equalsIgnoreCase(text)) {
                        return true;
                    }
                }
                return false;
            }
        }

        public OneOf {
            words = List.copyOf(words);
        }

        /// The word that a text means, as records have it.
        Optional<String> named(String sent) {
            String text = sent.strip();
            for (Word word : words) {
                if (word.is(text)) {
                    return Optional.of(word.name());
                }
            }
            return Optional.empty();
        }

        /// The words as records have them.
        public List<String> names() {
            return words.stream().map(Word::name).toList();
        }

        @Override
        public String unfit() {
            return "is neither " + String.join(" nor ", names());
        }

        @Override
        public String inWords() {
            return words.stream()
                    .map(word -> "`" + word.name() + "`" + (word.synonyms().isEmpty()
                            ? ""
                            : word.synonyms()
                                    .stream()
                                    .collect(Collectors.joining("`, `", " (in a report also `", "`)"))))
                    .collect(Collectors.joining(" or "));
        }
    }

    /// `0x` and hex digits, kept in lower case.
    ///
    /// @param max the most digits; the least is 1
    record HexDigits(int max) implements ValueRange {
        @Override
        public String unfit() {
            return "is no hash; 0x and up to " + max + " hex digits are expected";
        }

        @Override
        public String inWords() {
            return "`0x` and 1 to " + max + " hex digits, kept in lower case";
        }
    }

    /// A whole number from 0 to 2^64-1.
    record Unsigned64() implements ValueRange {
        @Override
        public String unfit() {
            return "is no integer from 0 to 2^64-1";
        }

        @Override
        public String inWords() {
            return "0 to 18,446,744,073,709,551,615 (2^64-1)";
        }
    }

    /// A finite number of zero or more.
    record NotNegative() implements ValueRange {
        @Override
        public String unfit() {
            return "is below zero";
        }

        @Override
        public String inWords() {
            return "0 or more";
        }
    }

    /// Any finite number is kept, since nodes send such; the API shows those from `min` to `max`, both included.
    record ShownWithin(double min, double max) implements ValueRange {
        @Override
        public String unfit() {
            return "is not from " + bound(min) + " to " + bound(max);
        }

        @Override
        public String inWords() {
            return bound(min) + " to " + bound(max) + "; outside of it the value stays in the records as sent, and the "
                    + "API shows it in a node's detail only, under `outOfRange`";
        }

        @Override
        public boolean shows(FieldValue value) {
            return value instanceof FieldValue.Decimal(double number) && number >= min && number <= max;
        }

        private static String bound(double number) {
            return new FieldValue.Decimal(number).toString();
        }
    }
}
