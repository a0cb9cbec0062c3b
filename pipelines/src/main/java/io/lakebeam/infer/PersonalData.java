package io.lakebeam.infer;

import java.util.Optional;
import java.util.regex.Pattern;

/** Which columns may be about people, by their names and the form of their values. */
final class PersonalData {
  private static final Pattern EMAIL_NAME = Pattern.compile("(^|_)e?_?mails?(_|$)");
  private static final Pattern PHONE_NAME =
      Pattern.compile("(^|_)(phone|telephone|tel|mobile|fax|cell)(_|$)");
  private static final Pattern PERSON_NAME =
      Pattern.compile(
          "(^|_)(first|last|full|middle|given|family|maiden)_?name(_|$)|(^|_)(surname|forename|vorname|nachname)(_|$)");
  private static final Pattern NUMBER_NAME =
      Pattern.compile(
          "(^|_)(iban|ssn|passport|tax_?id|national_?id|social_security|(credit|debit)_?card|card_?(no|number))(_|$)");
  private static final Pattern BIRTH_NAME =
      Pattern.compile("(^|_)(birth|birthday|birthdate|dob|born)(_|$)|date_of_birth");
  private static final Pattern PLACE_NAME = Pattern.compile("(^|_)(address|street|ip)(_|$)");
  private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+\\.[a-zA-Z]{2,}");
  private static final Pattern PHONE =
      Pattern.compile("(\\+|00|0)[1-9][0-9]?[0-9 ()/.-]{6,16}[0-9]|\\+[0-9]{8,15}");

  private static final Pattern DATE = Pattern.compile("\\d{1,4}[./-]\\d{1,2}[./-]\\d{1,4}.*");

  private long values;
  private long likePeople;

  /** A value of the column; it is not kept. */
  void see(String value) {
    values++;
    boolean isPhone = PHONE.matcher(value).matches() && !DATE.matcher(value).matches();
    if (isPhone || EMAIL.matcher(value).matches()) {
      likePeople++;
    }
  }

  /** The mask that could be declared; none where nothing speaks for one. */
  Optional<String> mask(String name, String type) {
    boolean isByForm = values > 0 && likePeople * 2 > values;
    if (BIRTH_NAME.matcher(name).find()) {
      return Optional.of(
          type.equals("string") ? "hmac" : type.equals("date") ? "{truncate: year}" : "redact");
    }
    boolean isByName =
        EMAIL_NAME.matcher(name).find()
            || PHONE_NAME.matcher(name).find()
            || PERSON_NAME.matcher(name).find()
            || NUMBER_NAME.matcher(name).find()
            || PLACE_NAME.matcher(name).find();
    return isByName || (isByForm && type.equals("string"))
        ? Optional.of(type.equals("string") ? "hmac" : "redact")
        : Optional.empty();
  }
}
