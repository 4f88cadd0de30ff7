/// The oracle: folds the log anew, and holds the topic of node states and the API against it.
@NullMarked
package io.starkbeat.standalone.verify;

import org.jspecify.annotations.NullMarked;
