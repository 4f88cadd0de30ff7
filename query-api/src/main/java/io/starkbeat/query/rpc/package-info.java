/// JSON-RPC 2.0: reads requests, calls the methods of the Node Data API, and writes answers, whichever way the bytes come and
/// go.
@NullMarked
package io.starkbeat.query.rpc;

import org.jspecify.annotations.NullMarked;
