/// How much one address may take up: sockets, and nodes' names.
@NullMarked
package io.starkbeat.gateway.limit;

import org.jspecify.annotations.NullMarked;
