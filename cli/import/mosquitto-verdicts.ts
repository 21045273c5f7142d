import type { Account, Verdict } from './account.ts';
import { type Directive, directiveValue, readMosquittoConf } from './mosquitto-conf.ts';
import { type VerdictRow, verdictOf } from './verdict-table.ts';

/**
 * What becomes of each directive of Mosquitto 2.1 and of those it no longer has, where IoT Core takes
 * the broker's place. (Who keeps the broker keeps its file as it is.)
 */
export const MOSQUITTO_VERDICTS: readonly VerdictRow[] = [
  {
    fate: 'translated',
    note: "devices connect to the account's endpoint: 8883, or 443",
    keys: ['listener', 'port'],
  },
  {
    fate: 'translated',
    note: 'MQTT over WebSockets: wss on 443 of the endpoint',
    keys: ['protocol'],
  },
  {
    fate: 'not needed',
    note: "the endpoint has Amazon's certificate (devices need Amazon Root CA 1)",
    keys: [
      ...['cafile', 'capath', 'certfile', 'keyfile', 'tls_keyform', 'tls_engine*', 'dhparamfile'],
      ...['tls_version', 'ciphers*', 'disable_client_cert_date_checks'],
    ],
  },
  {
    fate: 'open',
    note: 'devices sign in with X.509 certificates; user names and passwords need a custom authorizer',
    keys: ['password_file', 'psk_file', 'psk_hint', 'auth_plugin*', 'auth_opt_*'],
  },
  {
    fate: 'open',
    note: 'becomes IoT policies: iot:Connect, iot:Publish, iot:Subscribe, iot:Receive',
    keys: ['acl_file', 'clientid_prefixes'],
  },
  {
    fate: 'translated',
    note: 'IoT Core asks every device for a certificate: have it issue them, or register your CA',
    keys: ['require_certificate'],
  },
  {
    fate: 'open',
    note: 'revoked certificates: set them to inactive in IoT Core',
    keys: ['crlfile'],
  },
  {
    fate: 'open',
    note: 'policy variables take the name from the certificate: iot:Certificate.Subject.CommonName',
    keys: ['use_identity_as_username', 'use_subject_as_username', 'use_username_as_clientid'],
  },
  {
    fate: 'not needed',
    note: 'IoT Core takes nobody without credentials',
    keys: ['allow_anonymous', 'listener_allow_anonymous'],
  },
  {
    fate: 'open',
    note: 'IoT Core runs no plugins: an authorizer is a function, what reads messages is a rule',
    keys: ['plugin*', 'global_plugin'],
  },
  {
    fate: 'open',
    note: 'not read: put the folder’s directives into this file and import again',
    keys: ['include_dir'],
  },
  {
    fate: 'open',
    note: 'IoT Core puts no prefix before topics: devices publish, and the KCQL names, the whole topic',
    keys: ['mount_point'],
  },
  {
    fate: 'open',
    note: 'IoT Core keeps a session for an hour; its quota can be raised to 7 days',
    keys: ['persistent_client_expiration'],
  },
  {
    fate: 'not needed',
    note: 'IoT Core keeps sessions, queues and retained messages itself',
    keys: [
      ...['persistence', 'persistence_file', 'persistence_location', 'autosave_*'],
      ...['retained_persistence', 'retain_*', 'check_retain_source', 'queue_qos0_messages'],
      ...['max_queued_*', 'max_inflight_*', 'retry_interval', 'upgrade_outgoing_qos'],
      ...['allow_duplicate_messages', 'store_clean_interval'],
    ],
  },
  {
    fate: 'not needed',
    note: 'IoT Core has quotas of its own',
    keys: [
      ...['max_connections', 'global_max_*', 'max_keepalive', 'message_size_limit'],
      ...['max_packet_size', 'max_qos', 'maximum_qos', 'max_topic_alias*', 'memory_limit'],
      ...['packet_buffer_size', 'set_tcp_nodelay', 'websockets_*'],
    ],
  },
  {
    fate: 'not needed',
    note: 'IoT Core speaks MQTT 3.1.1 and 5',
    keys: ['accept_protocol_versions'],
  },
  {
    fate: 'not needed',
    note: 'client ids are the devices’ own',
    keys: ['allow_zero_length_clientid', 'auto_id_prefix', 'listener_auto_id_prefix'],
  },
  {
    fate: 'not needed',
    note: 'no machine, no process: CloudWatch has logs and metrics',
    keys: [
      ...['pid_file', 'user', 'log_*', 'connection_messages', 'sys_interval', 'http_api'],
      ...['bind_address', 'bind_interface', 'socket_domain', 'per_listener_settings'],
      ...['enable_control_api', 'enable_proxy_protocol', 'proxy_protocol_v2_require_tls'],
    ],
  },
  { fate: 'open', note: 'IoT Core serves no files: take an S3 bucket', keys: ['http_dir'] },
];

const UNKNOWN: Verdict = {
  fate: 'open',
  note: 'no directive of Mosquitto’s manual: check whether something depends on it',
};

/** What becomes of every line of a `mosquitto.conf`. */
export const mosquittoAccounts = (file: string, text: string): readonly Account[] => {
  const directives = readMosquittoConf(text);
  return directives.map((directive) => ({
    file,
    line: directive.line,
    key: directive.key,
    ...verdictOn(directive, directives),
  }));
};

const verdictOn = (directive: Directive, directives: readonly Directive[]): Verdict =>
  bridgeVerdict(directive, directives) ??
  BY_VALUE[directive.key]?.(directive, directives) ??
  verdictOf(MOSQUITTO_VERDICTS, directive.key) ??
  UNKNOWN;

type Judge = (directive: Directive, directives: readonly Directive[]) => Verdict | undefined;

const largest = ({ value }: Directive): Verdict | undefined => {
  const limit = Number(value);
  // Mosquitto's word for no limit is 0.
  return limit === 0 || limit > IOT_CORE_LARGEST
    ? { fate: 'open', note: 'IoT Core takes messages of up to 128 KB: check what devices send' }
    : undefined;
};

const IOT_CORE_LARGEST = 131_072;

const listener: Judge = (directive, directives) => {
  const part = { listener: directive.line };
  return (directiveValue(directives, 'certfile', part) ??
    directiveValue(directives, 'psk_hint', part))
    ? undefined
    : {
        fate: 'open',
        note: 'without TLS; IoT Core has TLS alone: devices on this port change, or keep the broker with its bridge',
      };
};

/** Where the verdict depends on what the line says. */
const BY_VALUE: Readonly<Record<string, Judge>> = {
  listener,
  port: listener,
  message_size_limit: largest,
  max_packet_size: largest,
  protocol: ({ value }) =>
    value === 'mqtt' ? { fate: 'not needed', note: 'IoT Core speaks MQTT 3.1.1 and 5' } : undefined,
  allow_anonymous: ({ value }) =>
    value === 'true'
      ? {
          fate: 'open',
          note: 'IoT Core takes nobody without credentials: devices need certificates',
        }
      : undefined,
  require_certificate: ({ value }) =>
    value === 'false'
      ? { fate: 'not needed', note: 'IoT Core takes nobody without credentials' }
      : undefined,
};

const IOT_ENDPOINT = /\.iot\.[a-z0-9-]+\.amazonaws\.com(\.cn)?(:|\s|$)/;

/** A bridge is judged as a whole, by where it leads. */
const bridgeVerdict: Judge = ({ bridge }, directives) => {
  if (bridge === undefined) return undefined;
  const name = directiveValue(directives, 'connection', { bridge }) ?? '';
  const address =
    directiveValue(directives, 'address', { bridge }) ??
    directiveValue(directives, 'addresses', { bridge }) ??
    '';
  return IOT_ENDPOINT.test(address)
    ? {
        fate: 'kept',
        note: `bridge ${name} leads to IoT Core already: keep the broker, and its topics’ rules take over`,
      }
    : {
        fate: 'open',
        note: `bridge ${name} to ${address}: lead it to IoT Core, or keep the broker with its bridge`,
      };
};
