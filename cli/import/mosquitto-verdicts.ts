import type { Account, Verdict } from './account.ts';
import { type Directive, directiveValue, readMosquittoConf } from './mosquitto-conf.ts';
import { type VerdictRow, verdictOf } from './verdict-table.ts';

/**
 * What becomes of each directive of Mosquitto 2.1 and of those it no longer has, where IoT Core takes
 * the broker's place. (Who keeps the broker keeps its file as it is.)
 */
const MOSQUITTO_VERDICTS: readonly VerdictRow[] = [
  {
    fate: 'translated',
    note: "devices connect to the account's endpoint, port 8883 or 443",
    keys: ['listener', 'port'],
  },
  {
    fate: 'translated',
    note: 'MQTT over WebSockets is wss on port 443 of the endpoint',
    keys: ['protocol'],
  },
  {
    fate: 'not needed',
    note: 'the endpoint has a certificate by Amazon Root CA 1',
    keys: [
      ...['cafile', 'capath', 'certfile', 'keyfile', 'tls_keyform', 'tls_engine*', 'dhparamfile'],
      ...['tls_version', 'ciphers*', 'disable_client_cert_date_checks'],
    ],
  },
  {
    fate: 'open',
    note: 'give devices X.509 certificates, or passwords a custom authorizer',
    keys: ['password_file', 'psk_file', 'psk_hint', 'auth_plugin*', 'auth_opt_*'],
  },
  {
    fate: 'open',
    note: 'write IoT policies: iot:Connect, Publish, Subscribe, Receive',
    keys: ['acl_file', 'clientid_prefixes'],
  },
  {
    fate: 'translated',
    note: 'IoT Core asks for certificates: it issues them, or takes your CA',
    keys: ['require_certificate'],
  },
  {
    fate: 'open',
    note: 'set the revoked certificates to inactive in IoT Core',
    keys: ['crlfile'],
  },
  {
    fate: 'open',
    note: 'policies have it as iot:Certificate.Subject.CommonName',
    keys: ['use_identity_as_username', 'use_subject_as_username', 'use_username_as_clientid'],
  },
  {
    fate: 'not needed',
    note: 'IoT Core takes nobody without credentials',
    keys: ['allow_anonymous', 'listener_allow_anonymous'],
  },
  {
    fate: 'open',
    note: 'IoT Core runs no plugins: take an authorizer, or a rule',
    keys: ['plugin*', 'global_plugin'],
  },
  {
    fate: 'open',
    note: 'not read: paste its files here and import again',
    keys: ['include_dir'],
  },
  {
    fate: 'open',
    note: 'IoT Core adds no prefix: devices and KCQL name the whole topic',
    keys: ['mount_point'],
  },
  {
    fate: 'open',
    note: 'IoT Core keeps sessions for 1 h; a quota, up to 7 days',
    keys: ['persistent_client_expiration'],
  },
  {
    fate: 'not needed',
    note: 'IoT Core keeps sessions and queues itself',
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
    note: 'no machine to run; CloudWatch has logs and metrics',
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
    ? { fate: 'open', note: 'IoT Core takes up to 128 KB: check what devices send' }
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
        note: 'no TLS, and IoT Core has nothing else: change devices, or keep the broker',
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
          note: 'IoT Core takes nobody without credentials: give certificates',
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
        note: `bridge ${name} leads to IoT Core already`,
      }
    : {
        fate: 'open',
        note: `bridge ${name} to ${address}: lead it to IoT Core, or keep the broker`,
      };
};
