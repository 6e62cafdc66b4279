/* told: genders that the user has put right, as an input of cast: who bears such a name has that gender before any pronoun is resolved.
 * The names are those of the person in a cast that was built without them; a form that others bear too is left out. */
#include "cast/inside.h"

#include <string.h>

static bool borne_by_others(const mw_cast *cast, uint32_t who, const char *form) {
    for (uint32_t i = 0; i < cast->n_characters; i++)
        for (uint32_t k = 0; i != who && k < cast->characters[i].n_aliases; k++)
            if (!strcmp(cast->characters[i].aliases[k].form, form)) return true;
    return false;
}

static bool put_told(mw_people *to, const mw_cast *cast, uint32_t who, mw_gender gender) {
    const mw_character *p = &cast->characters[who];
    mw_told_gender *more = mw_arena_array(to->arena, to->n_told + (size_t)p->n_aliases, sizeof *more);
    if (!more) return false;
    if (to->n_told) memcpy(more, to->told, to->n_told * sizeof *more);
    to->told = more;
    for (uint32_t i = 0; i < p->n_aliases; i++) {
        const char *form = p->aliases[i].form;
        if (!p->aliases[i].proper || borne_by_others(cast, who, form)) continue;
        mw_told_gender *t = &to->told[to->n_told++];
        *t = (mw_told_gender){mw_arena_strdup(to->arena, form), p->doc, gender};
        if (!t->form) return false;
    }
    return true;
}

static bool is_gender(const mw_correction *fix, mw_gender *gender) {
    for (int g = 0; g < MW_N_GENDER; g++)
        if (!fix->undone && fix->what == MW_FIX_GENDER && !strcmp(mw_gender_names[g], fix->value)) return *gender = (mw_gender)g, true;
    return false;
}

marrow_status mw_people_tell(const mw_env *env, const mw_people *people, const mw_corrections *all, const mw_cast *cast, mw_people **told,
                             marrow_error *err) {
    *told = NULL;
    for (uint32_t i = 0; all && i < all->n; i++) {
        mw_gender gender;
        uint32_t who = is_gender(&all->at[i], &gender) ? mw_correction_person(cast, all->at[i].target, all->at[i].words) : MW_NONE;
        if (who == MW_NONE) continue;
        if (!*told && (*told = MW_PRODUCT_NEW(&env->mem, mw_people)) && people) {
            mw_arena *own = (*told)->arena;
            **told = *people;
            (*told)->arena = own;
        }
        if (*told && put_told(*told, cast, who, gender)) continue;
        mw_people_free(*told);
        *told = NULL;
        return mw_fail_memory(err);
    }
    return MARROW_OK;
}

bool mw_genders_told(mw_caster *c) {
    mw_buf key;
    bool good = true;
    mw_buf_init(&key, c->mem);
    for (uint32_t i = 0; good && c->people && i < c->people->n_told; i++) {
        const mw_told_gender *t = &c->people->told[i];
        uint32_t form, who;
        if (t->doc != c->doc) continue;
        good = mw_name_key(c, t->form, &key);
        if (!good || !key.n || !mw_map_get(c->form_map, (mw_str){key.at, key.n}, &form)) continue;
        if ((who = c->forms.at[form].person) == MW_NONE) continue;
        c->persons.at[who].gender = c->person_gender[who] = (uint8_t)t->gender;
        c->persons.at[who].title_gender = true;
    }
    mw_buf_clear(&key);
    return good;
}
