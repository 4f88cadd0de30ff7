package io.starkbeat.query.view;

/// The forms in which a list of nodes is told.
public enum ListFormat {
    /// An array of items.
    JSON("application/json"),
    /// An item a line.
    NDJSON("application/x-ndjson"),
    /// A row a node under a row of names, as RFC 4180 has it.
    CSV("text/csv; charset=utf-8; header=present");

    private final String contentType;

    ListFormat(String contentType) {
        this.contentType = contentType;
    }

    /// The value of `Content-Type`.
    public String contentType() {
        return contentType;
    }

    /// The media type alone, without parameters, as `Accept` names it.
    public String mediaType() {
        int parameters = contentType.indexOf(';');
        return parameters < 0 ? contentType : contentType.substring(0, parameters);
    }

    /// The form of this media type.
    ///
    /// @throws IllegalArgumentException when there is none
    public static ListFormat byMediaType(String mediaType) {
        for (ListFormat format : values()) {
            if (format.mediaType().equals(mediaType)) {
                return format;
            }
        }
        throw new IllegalArgumentException("no list is told as " + mediaType);
    }
}
