package io.starkbeat.query.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.starkbeat.schemas.codec.RecordMapper;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;

/// Why a request was not answered as asked, in the form of RFC 9457.
///
/// @param type   tells programs which problem it is; as RFC 9457 has it, `about:blank` where the status says it all
/// @param title  the same for every problem of the type
/// @param status the HTTP status
/// @param detail what is wrong with this request, for a person
record Problem(String type, String title, int status, String detail) {
    static final String CONTENT_TYPE = "application/problem+json";

    private static final String BLANK = "about:blank";
    private static final String UNKNOWN_NODE = "urn:starkbeat:problem:unknown-node";
    private static final String NOT_READY = "urn:starkbeat:problem:not-ready";

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

    static Problem methodNotAllowed(String method) {
        return new Problem(BLANK, "Method Not Allowed", 405, method + " is not possible here; GET and HEAD are.");
    }

    static Problem notReady(String why) {
        return new Problem(NOT_READY, "Not ready", 503, "The nodes cannot be told yet: " + why + ". Try again soon.");
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
        try {
            return Buffer.buffer(RecordMapper.mapper().writeValueAsBytes(members));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a problem", e);
        }
    }
}
