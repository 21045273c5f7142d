const TOPIC = /^(?!\.{1,2}$)[a-zA-Z0-9._-]{1,249}$/;

/** Whether Kafka takes a text as a topic's name (`Topic.validate`). */
export const isTopicName = (text: string): boolean => TOPIC.test(text);
