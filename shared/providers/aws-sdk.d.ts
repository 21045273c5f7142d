// What is used of clients that the runtime brings; goes when the packages are development dependencies.
declare module '@aws-sdk/client-secrets-manager' {
  export class SecretsManager {
    getSecretValue(input: { SecretId: string }): Promise<{ SecretString?: string }>;
  }
}

declare module '@aws-sdk/client-ssm' {
  export class SSM {
    getParameter(input: {
      Name: string;
      WithDecryption: boolean;
    }): Promise<{ Parameter?: { Value?: string } }>;
  }
}
