import { promisify } from 'node:util';
import zlib from 'node:zlib';
import kafkajs, { CompressionTypes } from 'kafkajs';
import BrokerPool from 'kafkajs/src/cluster/brokerPool.js';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import Encoder from 'kafkajs/src/protocol/encoder.js';
import { isRefusal } from './kafka-answer.ts';

/** Stands for a header without a value: kafkajs measures header values before it writes them, and null has no length. */
export const NULL_HEADER = Buffer.alloc(0);

/** Mends kafkajs 2.2.4, which gets no more releases. Called once per process. */
export const patchKafkaJs = (): void => {
  stopIdleTimer();
  writeNullHeaders();
  tellRefusals();
  readZstd();
};

/**
 * Issue 1751: a timer of a millisecond runs for as long as a client lives, since kafkajs plans the
 * next look at its queue even when nothing is pending.
 */
const stopIdleTimer = (): void => {
  const plan = RequestQueue.prototype.scheduleCheckPendingRequests;
  RequestQueue.prototype.scheduleCheckPendingRequests = function () {
    if (this.pending.length > 0) plan.call(this);
  };
};

/** The length of nothing (−1) takes as many bytes as that of an empty value (0), so the sizes stay right. */
const writeNullHeaders = (): void => {
  const write = Encoder.prototype.writeVarIntBytes;
  Encoder.prototype.writeVarIntBytes = function (value) {
    return write.call(this, value === NULL_HEADER ? null : value);
  };
};

/**
 * What any broker would answer is asked of each in turn, and null stands for all that came of it, a refusal
 * included: a group that a login has no right to then counts as one without a coordinator.
 */
const tellRefusals = (): void => {
  const ask = BrokerPool.prototype.withBroker;
  BrokerPool.prototype.withBroker = async function (question) {
    const refusals: unknown[] = [];
    const answer = await ask.call(this, async (broker) => {
      try {
        return await question(broker);
      } catch (error) {
        if (isRefusal(error)) refusals.push(error);
        throw error;
      }
    });
    for (const refusal of answer === null ? refusals : []) throw refusal;
    return answer;
  };
};

/** Node has it from 22.15 on; until then kafkajs says that it has not. */
const readZstd = (): void => {
  const { zstdDecompress } = zlib as Partial<typeof zlib>;
  if (zstdDecompress === undefined) return;
  const codec = { decompress: promisify(zstdDecompress) };
  kafkajs.CompressionCodecs[CompressionTypes.ZSTD] = () => codec;
};
