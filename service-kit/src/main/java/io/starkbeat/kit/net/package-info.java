/// Servers that listen, and what to tell a person when they cannot.
@NullMarked
package io.starkbeat.kit.net;

import org.jspecify.annotations.NullMarked;
