/// What the nodes of a network look like together.
@NullMarked
package io.starkbeat.query.network;

import org.jspecify.annotations.NullMarked;
