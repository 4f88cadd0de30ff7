/// The agent: runs beside a Starknet node of any kind, reads what the node and its machine tell, and reports it.
@NullMarked
package io.starkbeat.agent;

import org.jspecify.annotations.NullMarked;
