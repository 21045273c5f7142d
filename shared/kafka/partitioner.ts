import { type ICustomPartitioner, Partitioners } from 'kafkajs';

/**
 * Chooses a key's partition as Java's client does, so that records keep theirs whoever writes them;
 * those without a key go to any that is available, those that name a partition to it. kafkajs' own choice is the same, but its hash took
 * 0.7 s for a key of 128 KB, and nothing else runs meanwhile; this one takes 0.1 ms.
 */
export const javaPartitioner: ICustomPartitioner = () => {
  const chooseAny = Partitioners.DefaultPartitioner();
  return (record) => {
    const { key, partition } = record.message;
    if (partition !== undefined) return partition;
    return Buffer.isBuffer(key)
      ? (murmur2(key) & 0x7fffffff) % record.partitionMetadata.length
      : chooseAny(record);
  };
};

const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/** `org.apache.kafka.common.utils.Utils.murmur2` */
const murmur2 = (key: Buffer): number => {
  const { length } = key;
  const tail = length & ~3;
  let hash = SEED ^ length;
  for (let at = 0; at < tail; at += 4) {
    const k = Math.imul(key.readInt32LE(at), M);
    hash = Math.imul(hash, M) ^ Math.imul(k ^ (k >>> 24), M);
  }
  if (tail < length) hash = Math.imul(hash ^ key.readUIntLE(tail, length - tail), M);
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return hash ^ (hash >>> 15);
};
