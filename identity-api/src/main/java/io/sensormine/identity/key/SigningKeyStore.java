package io.sensormine.identity.key;

import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Supplier;

/** The keys in the database. */
@Singleton
class SigningKeyStore {
  private final SigningKeyRepository keys;

  SigningKeyStore(SigningKeyRepository keys) {
    this.keys = keys;
  }

  List<StoredKey> living() {
    return keys.living();
  }

  /** The living keys, youngest first; makes one where there is none, once, whoever else starts. */
  @Transactional
  List<StoredKey> livingOrFirst(Supplier<StoredKey> first) {
    keys.lock();
    var living = keys.living();
    return living.isEmpty() ? List.of(keys.save(first.get())) : living;
  }
}
