/// Routes, problems and the HTTP server.
@NullMarked
package io.starkbeat.query.http;

import org.jspecify.annotations.NullMarked;
