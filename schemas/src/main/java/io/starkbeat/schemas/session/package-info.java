/// What the gateway writes about a node's WebSocket session, record by record.
@NullMarked
package io.starkbeat.schemas.session;

import org.jspecify.annotations.NullMarked;
