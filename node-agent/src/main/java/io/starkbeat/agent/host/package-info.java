/// What the machine tells on which the agent runs.
@NullMarked
package io.starkbeat.agent.host;

import org.jspecify.annotations.NullMarked;
