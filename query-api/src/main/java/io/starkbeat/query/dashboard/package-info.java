/// The page at `/`: its files and the libraries it uses, made ready to be sent.
@NullMarked
package io.starkbeat.query.dashboard;

import org.jspecify.annotations.NullMarked;
