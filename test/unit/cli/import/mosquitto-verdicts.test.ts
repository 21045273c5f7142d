import { describe, expect, it } from 'vitest';
import { mosquittoAccounts } from '../../../../cli/import/mosquitto-verdicts.ts';

/** Every directive that Mosquitto 2.1.2 reads (src/conf.c), bridges apart. */
const DIRECTIVES = `
accept_protocol_versions acl_file allow_anonymous allow_duplicate_messages
allow_zero_length_clientid auth_opt_x auth_plugin auth_plugin_deny_special_chars
auto_id_prefix autosave_interval autosave_on_changes bind_address bind_interface cafile
capath certfile check_retain_source ciphers ciphers_tls1.3 clientid_prefixes
connection_messages crlfile dhparamfile disable_client_cert_date_checks enable_control_api
enable_proxy_protocol global_max_clients global_max_connections global_plugin http_api
http_dir include_dir keyfile listener listener_allow_anonymous listener_auto_id_prefix
log_dest log_facility log_timestamp log_timestamp_format log_type max_connections
max_inflight_bytes max_inflight_messages max_keepalive max_packet_size max_qos
max_queued_bytes max_queued_messages max_topic_alias max_topic_alias_broker maximum_qos
memory_limit message_size_limit mount_point packet_buffer_size password_file
per_listener_settings persistence persistence_file persistence_location
persistent_client_expiration pid_file plugin plugin_load plugin_opt_x plugin_use port
protocol proxy_protocol_v2_require_tls psk_file psk_hint queue_qos0_messages
require_certificate retain_available retain_expiry_interval retained_persistence
retry_interval set_tcp_nodelay socket_domain sys_interval tls_engine tls_engine_kpass_sha1
tls_keyform tls_version upgrade_outgoing_qos use_identity_as_username
use_subject_as_username use_username_as_clientid user websockets_headers_size
websockets_log_level websockets_origin
`
  .trim()
  .split(/\s+/);

/** Those of a bridge. */
const OF_A_BRIDGE = `
connection address addresses bridge_alpn bridge_attempt_unsubscribe bridge_bind_address
bridge_cafile bridge_capath bridge_certfile bridge_ciphers bridge_ciphers_tls1.3
bridge_identity bridge_insecure bridge_keyfile bridge_max_packet_size
bridge_max_topic_alias bridge_outgoing_retain bridge_protocol_version bridge_psk
bridge_receive_maximum bridge_reload_type bridge_require_ocsp
bridge_session_expiry_interval bridge_tcp_keepalive bridge_tcp_user_timeout
bridge_tls_use_os_certs bridge_tls_version cleansession clientid idle_timeout
keepalive_interval local_cleansession local_clientid local_password local_username
notification_topic notifications notifications_local_only password remote_clientid
remote_password remote_username restart_timeout round_robin start_type threshold topic
try_private username
`
  .trim()
  .split(/\s+/);

const accountsOf = (text: string) => mosquittoAccounts('mosquitto.conf', text);

const verdicts = (text: string): readonly (readonly [string, string])[] =>
  accountsOf(text).map(({ key, fate }) => [key, fate]);

describe('mosquittoAccounts', () => {
  it.each(DIRECTIVES)('knows %s', (directive) => {
    const [account] = accountsOf(`${directive} x`);

    expect(account?.note).not.toContain('no directive');
  });

  it.each(OF_A_BRIDGE)('judges %s with its bridge', (directive) => {
    const lines = `connection cloud\naddress broker.example.com\n${directive} x`;

    const account = accountsOf(lines).at(-1);

    expect(account).toMatchObject({ fate: 'open', note: expect.stringContaining('bridge') });
  });

  it('leaves what Mosquitto does not know for a person to decide', () => {
    expect(verdicts('presistence true')).toEqual([['presistence', 'open']]);
  });

  it('tells a listener with TLS from one without', () => {
    const conf = 'listener 8883\ncertfile a.crt\nkeyfile a.key\nlistener 1883';

    expect(verdicts(conf)).toEqual([
      ['listener', 'translated'],
      ['certfile', 'not needed'],
      ['keyfile', 'not needed'],
      ['listener', 'open'],
    ]);
  });

  it.each([
    ['message_size_limit 0', 'open'],
    ['message_size_limit 131072', 'not needed'],
    ['max_packet_size 131073', 'open'],
    ['allow_anonymous true', 'open'],
    ['allow_anonymous false', 'not needed'],
    ['require_certificate true', 'translated'],
    ['require_certificate false', 'not needed'],
    ['protocol websockets', 'translated'],
    ['protocol mqtt', 'not needed'],
  ])('says of %s: %s', (line, fate) => {
    expect(verdicts(line)).toEqual([[line.split(' ')[0], fate]]);
  });

  it('keeps a bridge that leads to IoT Core', () => {
    const bridge =
      'connection aws\naddress a1b2c3-ats.iot.eu-central-1.amazonaws.com:8883\ntopic # out 1';

    expect(verdicts(bridge)).toEqual([
      ['connection', 'kept'],
      ['address', 'kept'],
      ['topic', 'kept'],
    ]);
  });
});
