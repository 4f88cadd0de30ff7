/// A node as the API shows it, in JSON.
@NullMarked
package io.starkbeat.query.view;

import org.jspecify.annotations.NullMarked;
