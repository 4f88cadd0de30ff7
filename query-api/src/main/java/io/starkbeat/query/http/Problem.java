package io.starkbeat.query.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.starkbeat.query.question.RefusedParameterException;
import io.starkbeat.schemas.codec.RecordMapper;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Why a request was not answered as asked, in the form of RFC 9457.
///
/// @param type   tells programs which problem it is; as RFC 9457 has it, `about:blank` where the status says it all
/// @param title  the same for every problem of the type
/// @param status the HTTP status
/// @param detail what is wrong with this request, for a person
/// @param parameter the parameter that is to blame; null where none is
record Problem(String type, String title, int status, String detail, @Nullable String parameter) {
    static final String CONTENT_TYPE = "application/problem+json";

    private static final String BLANK = "about:blank";
    private static final String UNKNOWN_NODE = "urn:starkbeat:problem:unknown-node";
    private static final String UNKNOWN_NETWORK = "urn:starkbeat:problem:unknown-network";
    private static final String REFUSED_PARAMETER = "urn:starkbeat:problem:refused-parameter";
    private static final String NOT_READY = "urn:starkbeat:problem:not-ready";

    private static final String FULL = "urn:starkbeat:problem:feed-full";

    private Problem(String type, String title, int status, String detail) {
        this(type, title, status, detail, null);
    }

    static Problem badRequest(String detail) {
        return new Problem(BLANK, "Bad Request", 400, detail);
    }

    static Problem unknownPath() {
        return new Problem(BLANK, "Not Found", 404, "There is nothing at this path; GET / lists what there is.");
    }

    static Problem unknownNode(String nodeId) {
        return new Problem(UNKNOWN_NODE, "Unknown node", 404, "No node with the id " + nodeId
                + " is known: it never reported, or was forgotten. GET /api/nodes lists those that are known.");
    }

    static Problem unknownNetwork(String network) {
        return new Problem(UNKNOWN_NETWORK, "Unknown network", 404, "No node names the network " + network
                + ", or none any more; its case matters. GET /api/networks lists those that are known.");
    }

    static Problem refused(RefusedParameterException refused) {
        return new Problem(REFUSED_PARAMETER, "Parameter refused", 400, String.valueOf(refused.getMessage()),
                refused.parameter());
    }

    /// @param offered the media types that there are
    static Problem notAcceptable(List<String> offered) {
        return new Problem(BLANK, "Not Acceptable", 406,
                "The header Accept asks for none of " + String.join(", ", offered) + ".");
    }

    static Problem bodyTooLarge() {
        return new Problem(BLANK, "Content Too Large", 413, "The request has a body of more than " + UnreadBody.MOST
                + " bytes; to read something here it needs none.");
    }

    static Problem lineTooLong() {
        return new Problem(BLANK, "URI Too Long", 414, "The first line of the request is longer than "
                + QueryServer.MOST_LINE + " bytes; ask for less at a time.");
    }

    static Problem headersTooLarge() {
        return new Problem(BLANK, "Request Header Fields Too Large", 431,
                "The headers of the request are larger than " + QueryServer.MOST_HEADERS + " bytes together.");
    }

    /// @param methods those that are possible
    static Problem methodNotAllowed(String method, String methods) {
        return new Problem(BLANK, "Method Not Allowed", 405,
                method + " is not possible here; possible are " + methods + ".");
    }

    static Problem forbidden(String detail) {
        return new Problem(BLANK, "Forbidden", 403, detail);
    }

    /// @param spoken the version that there is
    static Problem otherWebSocketVersion(String spoken) {
        return new Problem(BLANK, "Upgrade Required", 426,
                "WebSocket is spoken here in version " + spoken + " (RFC 6455) only.");
    }

    static Problem tooSlow(Duration patience) {
        return new Problem(BLANK, "Request Timeout", 408,
                "The body was not there within " + patience.toSeconds() + " seconds.");
    }

    /// @param longest in bytes
    static Problem tooLarge(int longest) {
        return new Problem(BLANK, "Content Too Large", 413,
                "The body is longer than " + longest + " bytes; ask in several requests.");
    }

    /// @param taken the media type that there is
    static Problem unsupportedMediaType(String taken) {
        return new Problem(BLANK, "Unsupported Media Type", 415,
                "The header Content-Type is to be " + taken + ", and the body so.");
    }

    static Problem stopping() {
        return new Problem(NOT_READY, "Not ready", 503, "The service is being stopped; connect again, to another.");
    }

    static Problem notReady(String why) {
        return new Problem(NOT_READY, "Not ready", 503, "The nodes cannot be told yet: " + why + ". Try again soon.");
    }

    static Problem full(String why) {
        return new Problem(FULL, "No room for another subscriber", 503,
                "The live feed takes nobody more: " + why + ". Another replica may; MAX_SUBSCRIBERS sets how many.");
    }

    static Problem defect() {
        return new Problem(BLANK, "Internal Server Error", 500,
                "The answer could not be made because of a defect, which is in the log; please report it.");
    }

    static Problem other(int status) {
        return new Problem(BLANK, "Request refused", status,
                "The request cannot be served (HTTP status " + status + ").");
    }

    Buffer json() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", type);
        members.put("title", title);
        members.put("status", status);
        members.put("detail", detail);
        if (parameter != null) {
            members.put("parameter", parameter);
        }
        try {
            return Buffer.buffer(RecordMapper.mapper().writeValueAsBytes(members));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a problem", e);
        }
    }
}
