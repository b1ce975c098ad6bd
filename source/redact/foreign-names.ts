/** A name as it is compared: one width, no accents, nothing that has no width. */
export const folded = (name: string): string =>
	/^[\u0000-\u007f]*$/.test(name) ? name : name.normalize('NFKD').replaceAll(/[\p{M}\p{Cf}]+/gu, '');

/** What people who do not write English call a password, a token, a key: alone, or the end of a name. */
export const latin =
	'geheimnis|mot[ _.-]?de[ _.-]?passe|mdp|contrasena|clave|senha|parola|wachtwoord|losenord|passord|adgangskode|salasana|haslo|heslo|jelszo|sifre';
const other = [
	'пароль|секрет|токен|ключ|κωδικος',
	'パスワード|パスフレーズ|暗証番号|合言葉|シークレット|トークン|秘密|秘密鍵|認証情報|アクセスキー',
	'密码|密碼|口令|密钥|密鑰|私钥|私鑰|令牌|비밀번호|암호|토큰|비밀키',
].join('|');
const foreign = new RegExp(`(?:(?<![a-z])(?:${latin})|${folded(other)})\\d*$`, 'i');
export const isForeignName = (name: string): boolean => foreign.test(folded(name));
