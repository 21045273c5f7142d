import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

/**
 * kafkajs 2.2.4 (issue 1751) keeps a timer of a millisecond running for as long as a client lives,
 * since it plans the next look at its queue even when nothing is pending. Called once per process.
 */
export const stopIdleTimer = (): void => {
  const plan = RequestQueue.prototype.scheduleCheckPendingRequests;
  RequestQueue.prototype.scheduleCheckPendingRequests = function () {
    if (this.pending.length > 0) plan.call(this);
  };
};
