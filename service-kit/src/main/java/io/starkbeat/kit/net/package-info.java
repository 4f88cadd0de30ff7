/// Servers that listen, what to tell a person when they cannot, and WebSockets whose peers do what they may not.
@NullMarked
package io.starkbeat.kit.net;

import org.jspecify.annotations.NullMarked;
