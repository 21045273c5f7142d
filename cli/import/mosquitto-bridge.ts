/** What a bridge forwards. */
export type Forwarded = { readonly filter: string; readonly qos: 0 | 1 };

/** What `mosquitto-bridge.conf` is made from. */
export type Bridge = {
  readonly topics: readonly Forwarded[];
  /** `max_queued_messages` of their broker, where its file says so. */
  readonly maxQueuedMessages?: string;
};

/** What stands for what only they know. */
export const PLACEHOLDERS = {
  endpoint: 'YOUR-ENDPOINT-ats.iot.YOUR-REGION.amazonaws.com',
  cafile: '/etc/mosquitto/certs/AmazonRootCA1.pem',
  certfile: '/etc/mosquitto/certs/YOUR-BRIDGE.certificate.pem',
  keyfile: '/etc/mosquitto/certs/YOUR-BRIDGE.private.key',
} as const;

/** As whom the bridge connects to IoT Core; its certificate's policy has to allow it. */
export const BRIDGE_CLIENT_ID = 'connectless-bridge';

/** Mosquitto's default. */
const QUEUED = '1000';

/**
 * A bridge from a Mosquitto that stays to IoT Core, after AWS' "How to bridge Mosquitto MQTT broker to
 * AWS IoT" and mosquitto.conf(5). Unlike AWS' example it keeps the session: with a clean one, messages
 * that come while the bridge is down are lost.
 */
export const bridgeConf = ({ topics, maxQueuedMessages = QUEUED }: Bridge): string => `\
# Forwards the connectors' topics from a Mosquitto that stays to AWS IoT Core. Written by
# connectless import. Put it into a folder that mosquitto.conf includes (include_dir), and write your
# own in the place of everything that says YOUR:
#
#   the endpoint    aws iot describe-endpoint --endpoint-type iot:Data-ATS
#   the certificate aws iot create-keys-and-certificate --set-as-active, with a policy that allows
${policyLines(topics)}
#   the root CA     https://www.amazontrust.com/repository/AmazonRootCA1.pem

connection connectless
address ${PLACEHOLDERS.endpoint}:8883
remote_clientid ${BRIDGE_CLIENT_ID}

# IoT Core drops what is beyond 100 messages a second of one connection. Above that, split the topics
# among several bridges with client ids and certificates of their own.
${topics.map(topicLine).join('\n')}

bridge_cafile ${PLACEHOLDERS.cafile}
bridge_certfile ${PLACEHOLDERS.certfile}
bridge_keyfile ${PLACEHOLDERS.keyfile}
bridge_insecure false
bridge_tls_version tlsv1.2

bridge_protocol_version mqttv311
# IoT Core does not know Mosquitto's private marks of a bridge, takes no state messages under $SYS, and
# has nothing to unsubscribe.
try_private false
notifications false
bridge_attempt_unsubscribe false
# Retained messages come as ordinary ones, as the connector took them (Mosquitto 2.0 and newer).
bridge_outgoing_retain false

# While IoT Core is out of reach, messages of QoS 1 wait here: up to max_queued_messages (${maxQueuedMessages}) of
# them, over a restart only with persistence true.
cleansession false
start_type automatic
restart_timeout 1 30
keepalive_interval 60
`;

const policyLines = (topics: readonly Forwarded[]): string =>
  [
    `iot:Connect on client/${BRIDGE_CLIENT_ID}`,
    ...topics.map(({ filter }) => `iot:Publish on topic/${filter.replaceAll(/[+#]/g, '*')}`),
  ]
    .map((line) => `#                     ${line}`)
    .join('\n');

/** Patterns with spaces are for Mosquitto 2.1 and newer. */
const topicLine = ({ filter, qos }: Forwarded): string =>
  `topic ${/\s/.test(filter) ? `"${filter}"` : filter} out ${qos}`;

/** IoT Core knows no QoS 2. */
export const bridgeQos = (quality: string | undefined): 0 | 1 => (quality === '0' ? 0 : 1);
