package io.starkbeat.query.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.starkbeat.schemas.PublishedDocument;
import io.starkbeat.schemas.codec.RecordMapper;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The published contract as it is served: each document of [PublishedDocument#all()], OpenAPI, and a list of all. Made once, since
/// they change with the version only.
final class ContractDocuments {
    /// So many digits of a document's SHA-256 tell its versions apart.
    private static final int ETAG_DIGITS = 16;

    private final Map<String, Document> byFileName = new LinkedHashMap<>();
    private final Map<String, Document> byPath = new LinkedHashMap<>();
    private final Document index;

    /// One document, ready to be sent.
    ///
    /// @param etag a strong entity tag (RFC 9110, 8.8.3), with its quotes
    record Document(String mediaType, Buffer body, String etag) {}

    /// @param path where the documents are served, with a slash at its end
    ContractDocuments(String path) {
        List<PublishedDocument> all = PublishedDocument.all();
        all.forEach(each -> byFileName.put(each.fileName(), document(each.mediaType(), each.text())));
        List<PublishedDocument> openApi = PublishedDocument.openApi();
        openApi.forEach(each -> byPath.put("/" + each.fileName(), document(each.mediaType(), each.text())));
        index = document("application/json", index(path, all, openApi));
    }

    /// Lists all of them.
    Document index() {
        return index;
    }

    /// The document in a file of this name.
    Optional<Document> find(String fileName) {
        return Optional.ofNullable(byFileName.get(fileName));
    }

    /// Those that are served elsewhere, by their paths.
    Map<String, Document> byPath() {
        return Collections.unmodifiableMap(byPath);
    }

    private static String index(String path, List<PublishedDocument> all, List<PublishedDocument> openApi) {
        List<Map<String, String>> listed = Stream
                .concat(openApi.stream().map(each -> listed("/", each)), all.stream().map(each -> listed(path, each)))
                .toList();
        try {
            return RecordMapper.mapper().writerWithDefaultPrettyPrinter()
                    .writeValueAsString(Map.of("documents", listed)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the list of documents", e);
        }
    }

    private static Map<String, String> listed(String path, PublishedDocument document) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("name", document.name());
        members.put("title", document.title());
        members.put("href", path + document.fileName());
        members.put("mediaType", document.mediaType());
        return members;
    }

    /// A document with the entity tag that follows from its text.
    static Document document(String mediaType, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            return new Document(mediaType, Buffer.buffer(bytes), '"' + digest.substring(0, ETAG_DIGITS) + '"');
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
